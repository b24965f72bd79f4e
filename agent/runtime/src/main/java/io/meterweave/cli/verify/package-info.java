/** Proves from canonical lines alone that nothing of an epoch is missing, doubled or altered, or names what is. */
package io.meterweave.cli.verify;
