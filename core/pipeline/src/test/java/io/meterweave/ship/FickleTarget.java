package io.meterweave.ship;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A target of random temper, from a seed: it has events that it always refuses, names all of them, some or none, fails
 * now and then, also after it has taken a part of the batch, and its client dies now and then.
 */
final class FickleTarget implements UsageExporter {
    /** The process is gone: the shipper stops where it stands, and the cursor stays. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** What a receiver that drops repeated ids holds, in the order of arrival. */
    final Set<String> accepted = new LinkedHashSet<>();

    final Set<String> poison = new LinkedHashSet<>();
    int deaths;
    private final Random random;
    private final double temporary;
    private final double death;

    FickleTarget(Random random, double temporary, double death) {
        this.random = random;
        this.temporary = temporary;
        this.death = death;
    }

    /** As many as it likes, so that batches come in parts. */
    @Override
    public int fitting(List<UsageEvent> batch) {
        return random.nextBoolean() ? batch.size() : 1 + random.nextInt(batch.size());
    }

    private void mayDie() {
        if (random.nextDouble() < death) {
            deaths++;
            throw new Death();
        }
    }

    @Override
    public void export(List<UsageEvent> batch) throws ExportException {
        mayDie();
        if (random.nextDouble() < temporary) {
            int taken = random.nextInt(batch.size() + 1);
            for (UsageEvent event : batch.subList(0, taken)) {
                if (poison.contains(event.id())) {
                    break;
                }
                accepted.add(event.id());
            }
            throw new ExportException("away", new IOException());
        }
        List<RefusedException.Refusal> refusals = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (poison.contains(batch.get(i).id())) {
                refusals.add(
                        new RefusedException.Refusal(i, "no " + batch.get(i).id()));
            }
        }
        if (refusals.isEmpty()) {
            batch.forEach(event -> accepted.add(event.id()));
        } else {
            refuse(batch, refusals);
        }
        mayDie(); // The target has it, and nobody heard.
    }

    private void refuse(List<UsageEvent> batch, List<RefusedException.Refusal> refusals) throws RefusedException {
        switch (random.nextInt(4)) {
            case 0 -> throw new RefusedException("one of " + batch.size());
            case 1 -> throw new RefusedException(refusals.subList(0, 1 + random.nextInt(refusals.size())));
            case 2 -> {
                List<RefusedException.Refusal> beyond = new ArrayList<>(refusals);
                beyond.add(0, new RefusedException.Refusal(batch.size() + random.nextInt(9), "nonsense"));
                throw new RefusedException(beyond.subList(0, 1 + random.nextInt(beyond.size())));
            }
            default -> throw new RefusedException(refusals);
        }
    }

    @Override
    public void close() {}
}
