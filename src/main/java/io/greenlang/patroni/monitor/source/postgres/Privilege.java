package io.greenlang.patroni.monitor.source.postgres;

/**
 * SQL that tells what the role may read, so that what it may not is never asked for: each refusal is a line in PostgreSQL's
 * log.
 */
final class Privilege {
    private Privilege() {}

    /** True for a view or table that exists and that the role may read. Neither name is foreign. */
    static String relation(String schema, String name) {
        return exists(
                schema, name, " AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')");
    }

    /** True for a view or table that exists, readable or not. */
    static String exists(String schema, String name) {
        return exists(schema, name, "");
    }

    private static String exists(String schema, String name, String andThat) {
        return "EXISTS (SELECT FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid" + " WHERE n.nspname = '"
                + schema + "' AND c.relname = '" + name + "'" + andThat + ")";
    }

    /** True for a function of PostgreSQL's own without parameters that the role may run. */
    static String function(String name) {
        return "has_function_privilege('pg_catalog." + name + "()', 'EXECUTE')";
    }
}
