package io.greenlang.patroni.monitor.simulation;

/**
 * One trouble.
 *
 * @param member empty where it is about the cluster
 * @param rounds how long it lasts
 */
record Fault(Trouble trouble, String member, int rounds) {
    static final int FOREVER = Integer.MAX_VALUE;

    Fault {
        if (trouble.isAboutMember() == member.isEmpty()) {
            throw new IllegalArgumentException(trouble + (member.isEmpty() ? " needs a member" : " has no member"));
        }
    }

    Fault lasting(int newRounds) {
        return new Fault(trouble, member, newRounds);
    }

    boolean isForever() {
        return rounds == FOREVER;
    }

    String words() {
        return trouble.words(member) + (isForever() ? "" : ", for " + rounds + " rounds");
    }

    /** As it stands in a test. */
    String code() {
        String what = trouble + (member.isEmpty() ? ".now()" : ".on(\"" + member + "\")");
        return isForever() ? what : what + ".lasting(" + rounds + ")";
    }
}
