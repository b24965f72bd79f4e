package io.meterweave.cli.verify;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A completeness certificate for people. */
public final class TextCertificate {
    private final Verification of;
    private final OutputStream out;
    private final UnaryOperator<String> plain;

    /**
     * Makes one.
     *
     * @param plain makes text of unknown origin fit for a terminal
     */
    public TextCertificate(Verification of, OutputStream out, UnaryOperator<String> plain) {
        this.of = of;
        this.out = out;
        this.plain = plain;
    }

    /** Prints it: each epoch, each fault, and what follows from them. */
    public void print() throws IOException {
        for (Side side : Side.values()) {
            Books books = of.books(side);
            if (books != null) {
                side(side, books);
            }
        }
        if (of.faults().any()) {
            line("");
            for (Fault fault : of.faults().all()) {
                String epoch = fault.epoch().isEmpty() ? "" : "epoch " + fault.epoch() + " ";
                line("FAULT " + fault.side().word() + ": " + epoch + fault.text());
            }
        }
        line("");
        line(verdict());
    }

    private void side(Side side, Books books) throws IOException {
        line(side.word() + ": " + EpochLedger.count(books.events()) + ", " + books.usages() + " of them usage records"
                + (books.repeated() > 0 ? ", " + books.repeated() + " repeated" : ""));
        for (EpochLedger epoch : books.epochs()) {
            line("");
            line("epoch " + epoch.epoch() + "  " + epoch.source());
            line("  " + State.of(of, side, epoch).text(epoch));
            details(side, epoch);
        }
        for (var deleted : books.deleted().entrySet()) {
            if (books.find(deleted.getKey()) == null) {
                line("");
                line("epoch " + deleted.getKey());
                line("  1 to " + deleted.getValue() + " deleted after delivery");
            }
        }
    }

    private void details(Side side, EpochLedger epoch) throws IOException {
        if (epoch.first() > 1 && epoch.trimmed().sequence() >= epoch.first() - 1) {
            line("  1 to " + (epoch.first() - 1) + " delivered and deleted");
        }
        ManifestHashes manifests = epoch.manifests();
        line("  " + epoch.usages() + " usage records, manifests " + manifests.count() + ", not sealed yet "
                + epoch.seals().unsealed());
        if (manifests.count() > 0) {
            long last = manifests.atOrBelow(Long.MAX_VALUE);
            line("  last manifest " + last + " sha256 " + manifests.hashAtOrBelow(last));
        }
        for (var sum : epoch.sums().entrySet()) {
            line("  " + sum.getKey() + " " + sum.getValue().sum() + " over "
                    + sum.getValue().known());
        }
        for (var lost : epoch.seals().lost().entrySet()) {
            line("  lost " + lost.getKey() + " " + lost.getValue());
        }
        long @Nullable [] behind = side == Side.JOURNAL ? of.behind(epoch.epoch()) : null;
        if (behind != null) {
            line("  not delivered yet, " + behind[1] + " records from " + behind[0]);
        }
    }

    private String verdict() {
        if (of.isFaulty()) {
            int faults = of.faults().all().size();
            return "NOT COMPLETE: " + faults + (faults == 1 ? " fault" : " faults")
                    + (of.faults().unnamed() > 0 ? " and more" : "");
        }
        return of.isIncomplete() ? "NOT PROVEN: not all of the input could be read" : "complete: no fault was found";
    }

    private void line(String text) throws IOException {
        out.write((plain.apply(text) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
