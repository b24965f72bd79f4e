/** Bytecode: what is put into a hooked method, and how. Nothing here loads a class or knows a plugin. */
package io.meterweave.agent.weave;
