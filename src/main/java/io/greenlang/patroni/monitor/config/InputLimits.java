package io.greenlang.patroni.monitor.config;

/**
 * How much of one cluster is taken in, so that a cluster which tells too much costs itself and no other.
 *
 * @param members listed in the DCS
 * @param absentMembers remembered although they have left the DCS
 * @param nameLength characters of a member's name; one with a longer name is left out
 * @param textLength characters of any other text; a longer one is cut
 * @param slots of one member, those that keep the most WAL first
 * @param historyEntries the newest ones
 * @param statusBytes what a member may say of itself, over REST
 * @param answerBytes any other answer of Patroni
 * @param sqlAnswerBytes the answer to one SQL statement
 */
public record InputLimits(
        int members,
        int absentMembers,
        int nameLength,
        int textLength,
        int slots,
        int historyEntries,
        int statusBytes,
        int answerBytes,
        int sqlAnswerBytes) {

    /** As in reference.conf. */
    public static final InputLimits DEFAULTS = new InputLimits(50, 50, 128, 512, 100, 1000, 64 << 10, 1 << 20, 4 << 20);

    public InputLimits withTextLength(int other) {
        return new InputLimits(
                members,
                absentMembers,
                nameLength,
                other,
                slots,
                historyEntries,
                statusBytes,
                answerBytes,
                sqlAnswerBytes);
    }

    /** A foreign text as it is shown, with a mark where something is missing. */
    public String cut(String text) {
        return text.length() <= textLength ? text : text.substring(0, textLength) + "…";
    }
}
