/** An exporter as somebody else would write it: usage goes into a table of a database. */
package io.meterweave.example.jdbc;
