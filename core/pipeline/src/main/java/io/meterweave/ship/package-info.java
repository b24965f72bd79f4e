/** Store and forward: from journals to exporters, acknowledged before it is forgotten. */
package io.meterweave.ship;
