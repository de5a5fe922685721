package io.greenlang.patroni.monitor.export.http.page;

/** A fact with its name. */
record Labelled(String label, Fact fact) {}
