package io.meterweave.example.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meterweave.contract.Arrival;
import io.meterweave.contract.Fault;
import io.meterweave.contract.NetworkTarget;
import io.meterweave.spi.UsageEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.Driver;
import org.h2.tools.Server;

/** H2 in PostgreSQL's mode, with one table; its memory is another one's for each target. */
final class H2Target extends NetworkTarget {
    private static final String PASSWORD = "passw0rd-of-the-contract";
    private static final AtomicInteger MADE = new AtomicInteger();

    private final Server server;
    private final String url = "mem:contract-" + MADE.incrementAndGet();
    private final Connection inside;
    private final Path password;
    private volatile int before;

    H2Target() throws IOException, SQLException {
        this(Server.createTcpServer("-tcpPort", "0").start());
    }

    private H2Target(Server server) throws IOException, SQLException {
        super(server.getPort(), new byte[] {0, 0, 0, 1});
        this.server = server;
        inside = DriverManager.getConnection("jdbc:h2:" + url + ";MODE=PostgreSQL", "meter", PASSWORD);
        execute(Files.readString(Path.of("schema.sql")));
        password = Files.writeString(Files.createTempFile("password", ".txt"), PASSWORD + "\n");
        password.toFile().deleteOnExit();
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = inside.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "url",
                "jdbc:h2:tcp://127.0.0.1:" + port() + "/" + url + ";MODE=PostgreSQL;NETWORK_TIMEOUT=600",
                "driver",
                driver(),
                "user",
                "meter",
                "password.file",
                password.toString(),
                "timeout",
                "1");
    }

    private static String driver() {
        return Driver.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    @Override
    public Set<Fault> faults() {
        EnumSet<Fault> faults = EnumSet.copyOf(super.faults());
        faults.add(Fault.FAILS);
        return faults;
    }

    @Override
    public void begin(Fault fault) throws Exception {
        mend();
        before = arrivals().size();
        if (fault == Fault.FAILS) {
            execute("ALTER TABLE usage_event RENAME TO elsewhere");
        } else {
            super.begin(fault);
        }
    }

    /** Committed, so that it is the commit's answer that is lost. */
    @Override
    protected boolean hasTaken() {
        try {
            return arrivals().size() > before;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void mend() throws Exception {
        execute("ALTER TABLE IF EXISTS elsewhere RENAME TO usage_event");
        super.mend();
    }

    @Override
    public UsageEvent refused(UsageEvent event) throws SQLException {
        execute("ALTER TABLE usage_event ADD CHECK (id <> '" + event.id() + "')");
        return event;
    }

    @Override
    public List<Arrival> arrivals() throws SQLException {
        List<Arrival> arrivals = new ArrayList<>();
        try (Statement statement = inside.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, event, input_tokens FROM usage_event")) {
            while (rows.next()) {
                String event = rows.getString("event");
                long tokens = rows.getLong("input_tokens");
                if (!rows.wasNull() && !event.contains("\"input_tokens\":" + tokens + ",")) {
                    throw new AssertionError(tokens + " is not what stands in " + event);
                }
                arrivals.add(new Arrival(rows.getString("id"), (event + tokens).getBytes(UTF_8)));
            }
        }
        return arrivals;
    }

    @Override
    public Set<String> secrets() {
        return Set.of(PASSWORD);
    }

    @Override
    public Map<String, String> wrongOptions() {
        return Map.of("url", "jdbc:h2:", "driver", "h2", "table", "usage; DROP", "timeout", "0");
    }

    @Override
    public boolean isForeign(Thread thread) {
        return thread.getName().contains("H2");
    }

    @Override
    public void close() throws IOException {
        super.close();
        server.stop();
        try {
            inside.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
