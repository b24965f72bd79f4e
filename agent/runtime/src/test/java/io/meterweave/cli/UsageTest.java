package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines that are wrong: one line, exit code 2. */
class UsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                       | meterweave: No command was given; see --help",
                "reprot                   | meterweave: reprot: unknown command, allowed are dump, report, verify; see --help",
                "--fast                   | meterweave: Unknown option: '--fast'; see --help",
                "dump --fast              | meterweave: dump: Unknown option: '--fast'; see dump --help",
                "dump here                | meterweave: dump: Unmatched argument at index 1: 'here'; see dump --help",
                "report --dir             | meterweave: report: Missing required parameter for option '--dir' (DIR); see report --help",
                "report --by=cost         | meterweave: report: Invalid value for option '--by': 'cost' is unknown, allowed are subject, request_model, response_model, provider, operation, device, outcome, tokens_source, service, instance, epoch, day, hour and attributes.<key>; see report --help",
                "report --by=day,day      | meterweave: report: Invalid value for option '--by': 'day' is there twice; see report --help",
                "report --since=yesterday | meterweave: report: Invalid value for option '--since': 'yesterday' is no such time: allowed are an instant (2026-11-22T10:00:00Z), a date (2026-11-22, in UTC) and a duration back from now (30s, 15m, 24h, 7d); see report --help",
                "report --format=xml      | meterweave: report: Invalid value for option '--format': expected one of [TABLE, JSON, CSV] (case-insensitive) but was 'xml'; see report --help",
            })
    void isOneLineAndExitCodeTwo(String args, String line) {
        CliRun run = CliRun.of(args.isEmpty() ? new String[0] : args.split(" "));

        assertThat(run.err()).isEqualTo(line + "\n");
        assertThat(run.out()).isEmpty();
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void helpGoesToStandardOutput() {
        CliRun top = CliRun.of("--help");
        assertThat(top.code()).isZero();
        assertThat(top.err()).isEmpty();
        assertThat(top.out()).contains("Usage: meterweave", "dump", "report", "3 unreadable input");

        CliRun report = CliRun.of("report", "--help");
        assertThat(report.code()).isZero();
        assertThat(report.err()).isEmpty();
        assertThat(report.out()).contains("Usage: meterweave report", "--by", "--since", "--follow", "--dir");
    }
}
