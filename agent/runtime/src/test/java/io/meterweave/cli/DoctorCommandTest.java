package io.meterweave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** What is looked at may be anything: damaged, malicious, of a version that nobody knows. */
class DoctorCommandTest {
    private static final String SESSION = "ai/onnxruntime/OrtSession.class";

    @TempDir
    Path temp;

    @Test
    void versionOfAnotherShapeWouldNotBeWoven() throws IOException {
        Path jar = jar("engine-9.9.jar", Map.of(SESSION, emptyClass(Opcodes.V1_8)));

        CliRun run = CliRun.of("doctor", jar.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("onnxruntime  9.9      ai.onnxruntime.OrtSession  NO     found, NOT metered: it has none of")
                .contains("0 of 1 would be metered");
    }

    @Test
    void classOfAnOldJavaWouldNotBeWoven() throws IOException {
        Path jar = jar("engine.jar", Map.of(SESSION, emptyClass(Opcodes.V1_5)));

        assertThat(CliRun.of("doctor", jar.toString()).out()).contains("it is compiled for Java 5 or older");
    }

    @Test
    void classFileThatIsNoneWouldNotBeWoven() throws IOException {
        byte[] real = emptyClass(Opcodes.V1_8);
        for (byte[] content : new byte[][] {{}, "hello".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(real, 60)}) {
            CliRun run = CliRun.of(
                    "doctor", jar("engine.jar", Map.of(SESSION, content)).toString());

            assertThat(run.err()).isEmpty();
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.out()).contains("found, NOT metered: no class file");
        }
    }

    @Test
    void damagedJarIsNamedAndTheRestIsRead() throws IOException {
        byte[] good = zip(Map.of("com/github/tjake/jlama/model/AbstractModel.class", new byte[0]));
        Files.write(temp.resolve("truncated.jar"), Arrays.copyOf(good, good.length / 2));
        Files.write(temp.resolve("empty.jar"), new byte[0]);
        jar("fat.jar", Map.of("BOOT-INF/lib/garbage.jar", "garbage".getBytes(StandardCharsets.UTF_8)));
        Files.write(temp.resolve("good.jar"), good);

        CliRun run = CliRun.of("doctor", "--format=json", temp.toString());

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("meterweave: doctor: " + temp) && line.endsWith("is not known"));
        assertThat(run.err()).contains("truncated.jar", "empty.jar", "fat.jar!/BOOT-INF/lib/garbage.jar");
        assertThat(run.out()).contains("\"library\":\"Jlama\"", "good.jar", "\"unreadable\":[{\"where\":");
    }

    @Test
    void nestingHasAnEnd() throws IOException {
        byte[] content = zip(Map.of("com/github/tjake/jlama/model/AbstractModel.class", new byte[0]));
        for (int i = 0; i < 6; i++) {
            content = zip(Map.of("a.jar", content));
        }
        Files.write(temp.resolve("matryoshka.jar"), content);

        CliRun run = CliRun.of("doctor", temp.resolve("matryoshka.jar").toString());

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("a.jar!/a.jar!/a.jar!/a.jar: is nested too deep");
    }

    @Test
    void neitherLoopsNorPipesHoldItUp() throws Exception {
        Files.createSymbolicLink(temp.resolve("loop"), temp);
        assertThat(new ProcessBuilder("mkfifo", temp.resolve("pipe.jar").toString())
                        .start()
                        .waitFor())
                .isZero();

        CliRun run = CliRun.of("doctor", temp.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void classPathOfAManifestIsFollowed() throws IOException {
        String manifest = "Manifest-Version: 1.0\nClass-Path: lib/a%20b.jar http://host/x.jar lib/none.jar\n\n";
        Path jar = jar("app.jar", Map.of("META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.UTF_8)));
        Files.createDirectory(temp.resolve("lib"));
        jar("lib/a b.jar", Map.of("com/github/tjake/jlama/model/AbstractModel.class", new byte[0]));

        CliRun run = CliRun.of("doctor", jar.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("Jlama", "a b.jar", "0 of 1");
    }

    @Test
    void classesInDirectoriesAreFound() throws IOException {
        Path file = temp.resolve("BOOT-INF/classes").resolve(SESSION);
        Files.createDirectories(file.getParent());
        Files.write(file, emptyClass(Opcodes.V1_8));
        // Of another package, though the name ends alike.
        Path other = temp.resolve("not" + SESSION);
        Files.createDirectories(other.getParent());
        Files.write(other, emptyClass(Opcodes.V1_8));

        assertThat(CliRun.of("doctor", temp.toString()).out()).contains("0 of 1");
    }

    @Test
    void whatDoesNotExistIsUnreadable() {
        CliRun run = CliRun.of("doctor", temp.resolve("none.jar").toString());

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .isEqualTo("meterweave: doctor: " + temp.resolve("none.jar")
                        + ": does not exist; what is in it is not known\n");
    }

    private Path jar(String name, Map<String, byte[]> entries) throws IOException {
        return Files.write(temp.resolve(name), zip(entries));
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] emptyClass(int version) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(version, Opcodes.ACC_PUBLIC, "ai/onnxruntime/OrtSession", null, "java/lang/Object", null);
        writer.visitEnd();
        return writer.toByteArray();
    }
}
