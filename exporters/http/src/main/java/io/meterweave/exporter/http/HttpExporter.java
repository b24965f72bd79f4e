package io.meterweave.exporter.http;

import io.meterweave.spi.ExportException;
import io.meterweave.spi.RefusedException;
import io.meterweave.spi.UsageEvent;
import io.meterweave.spi.UsageExporter;
import java.util.ArrayList;
import java.util.List;

/** Posts events in the form that its {@link Dialect} knows, in requests of a bounded size. */
final class HttpExporter implements UsageExporter {
    private final HttpExporterConfig config;
    private final Dialect dialect;
    private final HttpTarget target;
    private final Login login;

    HttpExporter(HttpExporterConfig config) {
        this.config = config;
        this.dialect = config.dialect();
        this.target = config.target(config.url(), "url");
        this.login = config.login(target);
    }

    @Override
    public int fitting(List<UsageEvent> batch) {
        Fill fill = new Fill();
        int fitting = 0;
        while (fitting < batch.size()
                && fill.takes(dialect.render(batch.get(fitting)).items())) {
            fitting++;
        }
        return fitting;
    }

    @Override
    public void export(List<UsageEvent> batch) throws ExportException {
        List<Sending.Part> parts = parts(batch);
        Sending sending = new Sending(new Requests(), batch.size() == 1);
        List<Sending.Part> some = new ArrayList<>();
        Fill fill = new Fill();
        for (Sending.Part part : parts) {
            if (!fill.takes(part.items())) {
                sending.send(some);
                some.clear();
                fill = new Fill();
                fill.takes(part.items());
            }
            some.add(part);
        }
        sending.send(some);
        sending.end();
    }

    /**
     * What is to be sent, by event; what is larger than a request may be is cut into several parts.
     *
     * @throws RefusedException where some events must not be sent as they are: nothing is sent then
     */
    private List<Sending.Part> parts(List<UsageEvent> batch) throws RefusedException {
        List<Sending.Part> parts = new ArrayList<>();
        List<RefusedException.Refusal> refusals = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Rendering rendering = dialect.render(batch.get(i));
            if (rendering.refusal() != null) {
                refusals.add(new RefusedException.Refusal(i, rendering.refusal()));
            }
            List<Item> rest = rendering.items();
            while (!rest.isEmpty()) {
                Fill fill = new Fill();
                int most = 0;
                while (most < rest.size() && fill.takes(rest.subList(most, most + 1))) {
                    most++;
                }
                parts.add(new Sending.Part(i, rest.subList(0, most)));
                rest = rest.subList(most, rest.size());
            }
        }
        if (!refusals.isEmpty()) {
            throw new RefusedException(refusals);
        }
        return parts;
    }

    /** How full a request is. */
    private final class Fill {
        private int events;
        private long bytes = dialect.envelope().size() - 1L;

        /** Takes all of these, or, unless nothing was taken before, none where they are too many. */
        boolean takes(List<Item> items) {
            long more = 0;
            for (Item item : items) {
                more += item.bytes().length + 1L;
            }
            boolean fits = events + items.size() <= config.batchEvents() && bytes + more <= config.batchBytes();
            if (events > 0 && !items.isEmpty() && !fits) {
                return false;
            }
            events += items.size();
            bytes += more;
            return true;
        }
    }

    /** Sends requests; a target that does not know its credentials is asked once more where there may be others. */
    private final class Requests implements Sending.Wire {
        private Credentials credentials = Credentials.NONE;
        private long retryAfterMillis;

        @Override
        public Verdict send(List<Item> items) throws ExportException {
            Answer answer = post(items);
            if ((answer.status() == 401 || answer.status() == 403) && login.rejected()) {
                answer = post(items);
            }
            retryAfterMillis = answer.retryAfterMillis();
            return masked(dialect.judge(answer, items));
        }

        private Answer post(List<Item> items) throws ExportException {
            credentials = login.credentials();
            return target.post(BatchBody.of(dialect.envelope(), items, config.gzip()), config.gzip(), credentials);
        }

        private Verdict masked(Verdict verdict) {
            if (verdict instanceof Verdict.Refused refused) {
                return new Verdict.Refused(credentials.shown(refused.answer()));
            }
            return verdict instanceof Verdict.Sorted sorted ? sorted.with(credentials::shown) : verdict;
        }

        @Override
        public ExportException failure(Verdict.Failed failed) {
            boolean ofSender = failed.change().equals(Verdict.CREDENTIAL);
            return target.failure(
                    credentials,
                    ofSender ? new Verdict.Failed(failed.reason(), config.credentialOptions()) : failed,
                    retryAfterMillis);
        }
    }

    @Override
    public void close() {
        target.close();
        login.close();
    }
}
