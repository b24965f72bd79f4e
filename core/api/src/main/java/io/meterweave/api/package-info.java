/** What an application may compile against. Inert without the agent, and free of dependencies. */
package io.meterweave.api;
