package io.greenlang.patroni.monitor.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.StreamSupport;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;

/**
 * Debian's Chromium, headless and with the scripts of pages switched off: what is to be seen is seen without them. Whoever
 * looks with it runs scripts of his own all the same.
 */
public final class Browser implements AutoCloseable {
    /** Test output that is kept. */
    public static final Path SCREENSHOTS = Target.FOLDER.resolve("site").resolve("screenshots");

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration SCRIPTS = Duration.ofMinutes(1);

    private final ChromeDriver driver;

    /** How somebody looks at a page. */
    public enum Look {
        DESKTOP_LIGHT(1280, 800, "light"),
        DESKTOP_DARK(1280, 800, "dark"),
        PHONE(390, 844, "light");

        private final int width;
        private final int height;
        private final String scheme;

        Look(int width, int height, String scheme) {
            this.width = width;
            this.height = height;
            this.scheme = scheme;
        }

        private boolean isMobile() {
            return this == PHONE;
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    public static Browser open() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--hide-scrollbars",
                "--lang=en");
        options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL", "performance", "ALL"));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
                // Selenium would take any that is free just then, also that of a server which a test has stopped to
                // start it again
                .usingPort(Ports.free())
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(SCRIPTS);
        Browser browser = new Browser(driver);
        browser.allowScripts(false);
        return browser;
    }

    private void allowScripts(boolean allowed) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
    }

    /** From now on. */
    public Browser as(Look look) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", look.width, "height", look.height, "deviceScaleFactor", 1, "mobile", look.isMobile()));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", look.scheme))));
        return this;
    }

    public void visit(String url) {
        driver.get(url);
    }

    /** Follows the first link that the selector finds; returns when the page is there. */
    public void click(String selector) {
        driver.findElement(By.cssSelector(selector)).click();
    }

    /** What is to be read on the page; what is folded is not. */
    public String text() {
        return evaluated("return document.body.innerText");
    }

    public String title() {
        return driver.getTitle();
    }

    /** The value of an expression of JavaScript on the page, as text. */
    public String evaluated(String script) {
        return String.valueOf(driver.executeScript(script));
    }

    /** By how many pixels the page is wider than the window; 0 when nobody has to scroll sideways. */
    public long overflow() {
        return Long.parseLong(
                evaluated("return document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    /** The page in words for who can't see it, such as {@code heading: Alerts}. */
    public List<String> spoken() {
        JsonNode tree = JSON.valueToTree(driver.executeCdpCommand("Accessibility.getFullAXTree", Map.of()));
        return StreamSupport.stream(tree.path("nodes").spliterator(), false)
                .filter(node -> !node.path("ignored").asBoolean())
                .map(node -> node.at("/role/value").asText() + ": "
                        + node.at("/name/value").asText())
                .toList();
    }

    /** What the browser complained of since it was asked last: errors, refused content, pages that are not there. */
    public List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** The addresses that the browser asked for since it was asked last. */
    public List<String> requests() {
        List<String> urls = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get("performance")) {
            JsonNode event = parsed(entry.getMessage()).path("message");
            if (event.path("method").asText().equals("Network.requestWillBeSent")) {
                urls.add(event.at("/params/request/url").asText());
            }
        }
        return urls;
    }

    /** What is wrong with the page by WCAG 2.2, levels A and AA, as far as a machine can tell: rule, and where. */
    public List<String> accessibilityViolations() {
        allowScripts(true); // those of axe wait for timers
        driver.executeScript(axe());
        JsonNode result = parsed(String.valueOf(driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})
                    .then(result => done(JSON.stringify(result)), error => done(JSON.stringify({error: String(error)})));
                """)));
        allowScripts(false);
        if (!result.path("violations").isArray() || result.path("passes").isEmpty()) {
            throw new IllegalStateException("the page could not be checked: " + result);
        }
        return StreamSupport.stream(result.path("violations").spliterator(), false)
                .map(violation -> violation.path("id").asText() + " " + violation.path("nodes"))
                .toList();
    }

    private static String axe() {
        try (InputStream script =
                Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"), "axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole page, also what lies below the window. */
    public void screenshot(String name) {
        JsonNode size = JSON.valueToTree(driver.executeCdpCommand("Page.getLayoutMetrics", Map.of()))
                .path("cssContentSize");
        shoot(name, size.path("width").asInt(), size.path("height").asInt());
    }

    /** The uppermost part of the page, as wide as the window. */
    public void screenshotOfTop(String name, int height) {
        shoot(name, Integer.parseInt(evaluated("return document.documentElement.clientWidth")), height);
    }

    private void shoot(String name, int width, int height) {
        Map<String, Object> area = Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1);
        Object snapshot = driver.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip", area))
                .get("data");
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(snapshot)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + json, e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
