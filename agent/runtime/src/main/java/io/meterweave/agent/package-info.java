/** The agent at work in the application's JVM. */
package io.meterweave.agent;
