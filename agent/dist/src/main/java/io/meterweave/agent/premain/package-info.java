/** The two classes of the agent jar that the application's class loader can see. */
package io.meterweave.agent.premain;
