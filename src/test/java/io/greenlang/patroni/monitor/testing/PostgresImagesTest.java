package io.greenlang.patroni.monitor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresImagesTest {
    private static final String LIST = "# a comment\n16=postgres:16\n18=postgres:18\n";

    @Test
    void areThoseOfTheListUnlessAUserNamesOthers() {
        PostgresImages images =
                PostgresImages.of(LIST, " 18=registry.example:5000/postgres@sha256:ab  19=postgres:19 ");

        assertThat(images.of(16)).isEqualTo("postgres:16");
        assertThat(images.of(18)).isEqualTo("registry.example:5000/postgres@sha256:ab");
        assertThat(images.of(19)).isEqualTo("postgres:19");
        assertThat(PostgresImages.of(LIST, " ").of(18)).isEqualTo("postgres:18");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 16, 17, 18})
    void areListedForEveryVersionThatIsTested(int version) {
        assertThat(PostgresImages.chosen().of(version)).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres:18", "18=", "v18=postgres:18", "18=postgres:18,16=postgres:16"})
    void refuseWhatNamesNoVersionOrNoImage(String changes) {
        assertThatThrownBy(() -> PostgresImages.of(LIST, changes))
                .hasMessageStartingWith("TEST_POSTGRES_IMAGES: ")
                .hasMessageContaining("Example: 16=postgres:16.9 18=registry.example/postgres:18");
    }

    @Test
    void sayWhereToAddOne() {
        assertThatThrownBy(() -> PostgresImages.of(LIST, null).of(12))
                .hasMessage("no image for PostgreSQL 12. Add it to postgres-images.properties, or set"
                        + " TEST_POSTGRES_IMAGES. Example: 12=postgres:12");
    }
}
