package io.meterweave.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Knows which epochs under a root are over. What is over stays so; the others are looked at again in turns, so that a look
 * costs the same however many there are.
 */
final class DeadEpochs {
    private static final int AT_A_LOOK = 16;

    private final Path root;
    private final EpochIdentity own;
    private final Collection<String> exporters;
    private final Consumer<byte[]> journal;
    private final TreeMap<String, DeadEpoch> over = new TreeMap<>();
    private final Set<String> foreign = new HashSet<>();
    private String turn = "";

    DeadEpochs(Path root, EpochIdentity own, Collection<String> exporters, Consumer<byte[]> journal) {
        this.root = root;
        this.own = own;
        this.exporters = exporters;
        this.journal = journal;
    }

    /**
     * Looks for more that are over.
     *
     * @param all whether at all at once
     * @param held which not to touch: this process has their lock, and is not done with them
     */
    void look(boolean all, Set<String> held) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (Path dir : Epoch.directories(root)) {
            names.add(dir.getFileName().toString());
        }
        over.keySet().retainAll(names);
        foreign.retainAll(names);
        names.removeAll(over.keySet());
        names.removeAll(foreign);
        names.removeAll(held);
        names.remove(own.epoch());
        for (String name : all ? names : inTurn(names)) {
            look(name);
        }
    }

    private List<String> inTurn(NavigableSet<String> names) {
        List<String> next = new ArrayList<>(names.tailSet(turn, false));
        next.addAll(names.headSet(turn, true));
        List<String> some = next.subList(0, Math.min(AT_A_LOOK, next.size()));
        if (!some.isEmpty()) {
            turn = some.get(some.size() - 1);
        }
        return some;
    }

    private void look(String name) throws IOException {
        try {
            Epoch epoch = Epoch.at(root.resolve("instances").resolve(name));
            if (!epoch.identity().service().equals(own.service())) {
                foreign.add(name); // Its own service knows what its exporters are.
            } else if (DeadEpoch.isOver(epoch, exporters)) {
                over.put(name, new DeadEpoch(epoch.dir(), DeadEpoch.lastWritten(epoch, exporters), exporters, journal));
            }
        } catch (JournalException e) {
            foreign.add(name); // The adopter has told.
        }
    }

    /** Those that are over. */
    Collection<DeadEpoch> over() {
        return over.values();
    }
}
