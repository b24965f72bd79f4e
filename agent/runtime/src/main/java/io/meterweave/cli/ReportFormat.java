package io.meterweave.cli;

/** The forms in which a report is printed. */
enum ReportFormat {
    /** For people. */
    TABLE,
    /** One object on one line. */
    JSON,
    /** RFC 4180, a row for each group. */
    CSV;

    void render(Report report, Output out) throws OutputException {
        switch (this) {
            case TABLE -> TableReport.render(report, out);
            case JSON -> JsonReport.render(report, out);
            case CSV -> CsvReport.render(report, out);
        }
    }
}
