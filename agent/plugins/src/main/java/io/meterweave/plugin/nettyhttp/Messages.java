package io.meterweave.plugin.nettyhttp;

import io.meterweave.plugin.HandedWork;
import io.meterweave.plugin.PassedRequest;
import io.meterweave.plugin.RequestWork;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Whose each message is. A request's head names its payer; the contents that follow name nothing, and belong to the head that
 * the same handler has passed on last: a handler may hold messages back, so that those behind it are at another request
 * already. What aggregates a request to one message keeps its headers, by which it is known again. What is received as a
 * client is never a request, nor its content one's.
 */
final class Messages {
    private Messages() {}

    static int begin(ChannelHandlerContext from, Object message) {
        if (!(message instanceof HttpObject)) {
            return HandedWork.NONE;
        }
        if (message instanceof HttpRequest head) {
            return head(from, head);
        }
        return message instanceof HttpContent content ? content(from, content) : HandedWork.NONE;
    }

    private static int head(ChannelHandlerContext from, HttpRequest message) {
        HttpHeaders headers = message.headers();
        PassedRequest request = PassedRequest.atHand();
        if (request == null || !request.has(headers)) {
            request = RequestWork.passed(headers, new MessageHead(message));
        }
        if (!(message instanceof LastHttpContent)) {
            Underway.in(from.channel()).begin(from, request);
        }
        return RequestWork.begin(request);
    }

    private static int content(ChannelHandlerContext from, HttpContent content) {
        Underway underway = Underway.known(from.channel());
        PassedRequest request = underway == null ? null : underway.passedBy(from, content instanceof LastHttpContent);
        return request == null ? HandedWork.NONE : RequestWork.begin(request);
    }
}
