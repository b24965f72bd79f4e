/** What a plugin for a library is made of; {@link io.meterweave.plugin.Plugin} is the rulebook. */
package io.meterweave.plugin.deferred;
