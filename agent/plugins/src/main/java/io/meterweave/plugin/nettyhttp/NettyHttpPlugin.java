package io.meterweave.plugin.nettyhttp;

import static io.meterweave.plugin.MethodShape.method;

import io.meterweave.plugin.Hook;
import io.meterweave.plugin.Plugin;
import java.util.List;

/**
 * HTTP servers on Netty: its own codec, and what is built on it. A decoder makes messages of bytes, and every handler passes
 * them on to the next one through its context: that is the one way that all of them go, whoever made them.
 */
public final class NettyHttpPlugin implements Plugin {
    @Override
    public String name() {
        return "nettyhttp";
    }

    @Override
    public boolean meters() {
        return false;
    }

    @Override
    public List<Hook> hooks() {
        return List.of(Hook.on(
                "io.netty.channel.AbstractChannelHandlerContext",
                Hook.Need.ANY,
                "io.meterweave.plugin.nettyhttp.PassOnAdvice",
                method("fireChannelRead", "java.lang.Object")));
    }
}
