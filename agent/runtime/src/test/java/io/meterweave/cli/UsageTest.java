package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
                "reprot                   | meterweave: reprot: unknown command, allowed are attach, dead-letters, doctor, dump, report, ship, stat, verify; see --help",
                "--fast                   | meterweave: Unknown option: '--fast'; see --help",
                "attach                   | meterweave: attach: Missing required parameter: 'PID'; see attach --help",
                "attach me                | meterweave: attach: Invalid value for positional parameter at index 0 (PID): 'me' is not a long; see attach --help",
                "attach 0                 | meterweave: attach: Invalid value for 'PID': allowed is a process's number; see attach --help",
                "ship                     | meterweave: ship: no exporter is configured: give exporters=NAME or --config FILE; see ship --help",
                "ship exporters=kafak     | meterweave: ship: exporter.kafak.type=kafak: allowed are [file, http, kafka, pubsub, target]; other types come in jars: put meterweave-kafak.jar beside the agent's jar or name it in exporters.path; looked for in <here>/meterweave-kafak.jar (does not exist); see ship --help",
                "ship exporters=file --wait=long | meterweave: ship: --wait=long: allowed is a duration such as 1ms (ns, us, ms, s, m, h, d); see ship --help",
                "ship dirr=x              | meterweave: ship: dirr is no setting; did you mean dir?; see ship --help",
                "ship --from-sequence=1   | meterweave: ship: a range needs --epoch, --from-sequence, --to-sequence and --exporter; see ship --help",
                "dead-letters             | meterweave: dead-letters: allowed are list, replay, drop; see dead-letters --help",
                "dead-letters list --all  | meterweave: dead-letters list: Unknown option: '--all'; see dead-letters list --help",
                "dead-letters replay      | meterweave: dead-letters replay: Missing required option: '--exporter=NAME'; see dead-letters replay --help",
                "dump --fast              | meterweave: dump: Unknown option: '--fast'; see dump --help",
                "dump here                | meterweave: dump: Unmatched argument at index 1: 'here'; see dump --help",
                "report --dir             | meterweave: report: Missing required parameter for option '--dir' (DIR); see report --help",
                "report --by=cost         | meterweave: report: Invalid value for option '--by': 'cost' is unknown, allowed are subject, subject_source, request_model, response_model, provider, operation, device, outcome, tokens_source, service, instance, epoch, day, hour and attributes.<key>; see report --help",
                "report --by=day,day      | meterweave: report: Invalid value for option '--by': 'day' is there twice; see report --help",
                "report --since=yesterday | meterweave: report: Invalid value for option '--since': 'yesterday' is no such time: allowed are an instant (2026-11-22T10:00:00Z), a date (2026-11-22, in UTC) and a duration back from now (30s, 15m, 24h, 7d); see report --help",
                "report --format=xml      | meterweave: report: Invalid value for option '--format': expected one of [TABLE, JSON, CSV] (case-insensitive) but was 'xml'; see report --help",
            })
    void isOneLineAndExitCodeTwo(String args, String line) {
        CliRun run = CliRun.of(args.isEmpty() ? new String[0] : args.split(" "));

        // Beside the classes that look for it.
        String here = Path.of("target").toAbsolutePath().toString();
        assertThat(run.err().replace(here, "<here>")).isEqualTo(line + "\n");
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
