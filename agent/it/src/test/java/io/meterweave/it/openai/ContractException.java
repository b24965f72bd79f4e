package io.meterweave.it.openai;

import java.io.Serial;

/** A request that the API reference does not allow. */
final class ContractException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    ContractException(String message) {
        super(message);
    }

    static void check(boolean allowed, String otherwise) {
        if (!allowed) {
            throw new ContractException(otherwise);
        }
    }
}
