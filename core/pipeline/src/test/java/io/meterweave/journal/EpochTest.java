package io.meterweave.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meterweave.ring.Counters;
import io.meterweave.ring.MappedRing;
import io.meterweave.ring.RingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochTest {
    @TempDir
    Path temp;

    @Test
    void isFoundAgainByWhoeverLooks() throws Exception {
        List<String> made = new ArrayList<>();
        for (String instance : List.of("a", "b.c_d-E9", "x".repeat(64))) {
            try (Epoch epoch = Epoch.create(temp, "service", instance)) {
                made.add(epoch.identity().epoch());
                Epoch found = Epoch.at(epoch.dir());
                assertThat(found.identity())
                        .isEqualTo(new EpochIdentity(made.get(made.size() - 1), "service", instance));
                assertThat(found.identity().source()).isEqualTo("/meterweave/service/" + instance);
            }
        }
        made.sort(null);
        assertThat(Epoch.list(temp).stream().map(epoch -> epoch.identity().epoch()))
                .isEqualTo(made);
        assertThat(Epoch.directories(temp))
                .isEqualTo(Epoch.list(temp).stream().map(Epoch::dir).toList());
    }

    @Test
    void allThatIsMadeIsPrivate() throws Exception {
        Path root = temp.resolve("a/b");
        try (Epoch epoch = Epoch.create(root, "s", "i");
                Journal journal = ChronicleJournal.open(epoch.journal(), ChronicleOptions.DEFAULT)) {
            Counters counters = Counters.open(epoch.counters().toFile());
            MappedRing ring = MappedRing.create(epoch.ring().toFile(), new RingOptions(1, 16 * 1024, 0));
            ring.keepSpare();
            JournalWriter writer = new JournalWriter(epoch.identity(), journal, counters, SealOptions.DEFAULT);
            writer.lifecycle(new byte[] {'{', '}'});
            epoch.complete("hub");
            epoch.adoptedBy("other");
            try (Stream<Path> all = Files.walk(temp.resolve("a"))) {
                List<Path> paths = all.toList();
                assertThat(paths).hasSizeGreaterThan(12);
                for (Path path : paths) {
                    boolean directory = Files.isDirectory(path);
                    // Chronicle's own files are 0644 in a directory that is 0700.
                    if (directory || !path.startsWith(epoch.journal())) {
                        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                                .as("%s", path)
                                .isEqualTo(directory ? "rwx------" : "rw-------");
                    }
                }
            }
        }
    }

    @Test
    void adoptionAndCompletionAreRemembered() throws Exception {
        try (Epoch epoch = Epoch.create(temp, "s", "i")) {
            MappedRing.create(epoch.ring().toFile(), new RingOptions(1, 16 * 1024, 0));
            assertThat(epoch.isComplete("hub")).isFalse();
            epoch.complete("hub");
            epoch.complete("hub");
            assertThat(epoch.isComplete("hub")).isTrue();
            assertThat(epoch.isComplete("other")).isFalse();
            assertThat(epoch.isAdopted()).isFalse();
            epoch.adoptedBy("x");
            assertThat(epoch.isAdopted()).as("its ring is still there").isFalse();
            Files.delete(epoch.ring().resolve("0000.ring"));
            assertThat(epoch.isAdopted()).isTrue();
            epoch.adoptedBy("y");
            assertThat(epoch.isAdopted()).isTrue();
        }
    }

    @Test
    void halfMadeAndForeignDirectoriesAreNotListed() throws Exception {
        String made;
        try (Epoch epoch = Epoch.create(temp, "s", "i")) {
            made = epoch.identity().epoch();
        }
        Path instances = temp.resolve("instances");
        Files.createDirectories(instances.resolve(".new-" + EpochId.next()));
        Files.createDirectories(instances.resolve("lost+found"));
        Files.createDirectories(instances.resolve("00000000-0000-4000-8000-000000000000"));
        assertThat(Epoch.directories(temp)).containsExactly(instances.resolve(made));
    }

    @Test
    void aRootThatIsNoneIsToldWithItsName() throws Exception {
        assertThatThrownBy(() -> Epoch.directories(temp.resolve("none")))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> Epoch.list(temp))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("no directory of Meterweave");
        Path file = Files.createFile(temp.resolve("file"));
        assertThatThrownBy(() -> Epoch.directories(file)).isInstanceOf(JournalException.class);
        assertThatThrownBy(() -> Epoch.create(file, "s", "i")).isInstanceOf(IOException.class);
    }

    @Test
    void aLinkToTheInstancesIsFollowed() throws Exception {
        Files.createSymbolicLink(temp.resolve("instances"), Files.createDirectories(temp.resolve("volume")));
        try (Epoch epoch = Epoch.create(temp, "s", "i")) {
            assertThat(Epoch.list(temp)).hasSize(1);
            assertThat(temp.resolve("volume").resolve(epoch.identity().epoch())).isDirectory();
        }
    }

    @Test
    void aRenamedOrCopiedDirectoryIsRefused() throws Exception {
        Path other = temp.resolve("instances").resolve(EpochId.next());
        try (Epoch epoch = Epoch.create(temp, "s", "i")) {
            Files.move(epoch.dir(), other);
        }
        assertThatThrownBy(() -> Epoch.at(other))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("renamed or copied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "{\"format\":2,\"epoch\":\"E\",\"service\":\"s\",\"instance\":\"i\",\"pid\":1}",
                "{\"format\":1,\"epoch\":\"E\",\"service\":\"../../etc\",\"instance\":\"i\",\"pid\":1}",
                "{\"format\":1,\"epoch\":\"E\",\"service\":\"s\",\"instance\":\"a\\\"b\",\"pid\":1}",
                "{\"format\":1,\"epoch\":\"E\",\"service\":\"s\",\"instance\":\"\",\"pid\":1}",
                "{\"format\":1,\"epoch\":\"E\",\"service\":\"s\",\"instance\":\"i\",\"pid\":1}{}",
                "{\"format\":1,\"epoch\":\"E\",\"service\":\"s\",\"instance\":\"i\",\"pid\":-1}",
                "{\"format\":1,\"epoch\":\"------------------------------------\",\"service\":\"s\",\"instance\":\"i\",\"pid\":1}",
                "\u0000\ufffd",
            })
    void anIdentityThatIsNoneIsRefused(String json) throws Exception {
        try (Epoch epoch = Epoch.create(temp, "s", "i")) {
            Path file = epoch.dir().resolve("instance.json");
            Files.writeString(file, json.replace("\"E\"", '"' + epoch.identity().epoch() + '"'));
            assertThatThrownBy(() -> Epoch.at(epoch.dir())).isInstanceOf(JournalException.class);
        }
    }

    @Test
    void anIdentityThatCannotBeReadIsRefused() throws Exception {
        try (Epoch epoch = Epoch.create(temp, "s", "i")) {
            Path file = epoch.dir().resolve("instance.json");
            Files.write(file, new byte[] {(byte) 0xff, (byte) 0xc3});
            assertThatThrownBy(() -> Epoch.at(epoch.dir())).isInstanceOf(JournalException.class);
            Files.write(file, new byte[1 << 20]);
            assertThatThrownBy(() -> Epoch.at(epoch.dir())).isInstanceOf(JournalException.class);
            Files.delete(file);
            assertThatThrownBy(() -> Epoch.at(epoch.dir()))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("no instance.json");
            Files.createDirectory(file);
            assertThatThrownBy(() -> Epoch.at(epoch.dir())).isInstanceOf(JournalException.class);
        }
    }

    @Test
    void whatWasLeftHalfMadeIsSweptAfterAnHour() throws Exception {
        Path young = Files.createDirectories(temp.resolve("instances/.new-" + EpochId.next() + "/ring"));
        Path old = Files.createDirectories(temp.resolve("instances/.new-" + EpochId.next() + "/ring"));
        Files.createFile(old.resolve("0000.ring"));
        Files.setLastModifiedTime(old.getParent(), FileTime.fromMillis(System.currentTimeMillis() - 3_700_000));

        Epoch.sweep(temp);

        assertThat(old.getParent()).doesNotExist();
        assertThat(young).exists();
    }
}
