package io.meterweave.exporter.http;

import io.meterweave.spi.UsageEvent;
import java.util.List;

/**
 * How one kind of target wants to be told of usage, and what it means by its answers. The sending itself, and what
 * becomes of each verdict, is {@link HttpExporter}'s.
 */
interface Dialect {
    /** An event in the target's form: the same bytes each time. */
    Rendering render(UsageEvent event);

    /** What is around the events of a request. */
    Envelope envelope();

    /** What an answer means for the events of that request. */
    Verdict judge(Answer answer, List<Item> sent);
}
