package io.meterweave.journal;

/** Whether there is room for more, once everything has been deleted that may be. */
public enum SpaceState {
    /** There is. */
    OK,
    /** No usage is to be journaled; losses, manifests and lifecycle events are. */
    FULL,
    /**
     * Nothing is to be journaled. What those events would have used up is used up too; losses stay in their counters, and
     * are told once there is room.
     */
    STOPPED
}
