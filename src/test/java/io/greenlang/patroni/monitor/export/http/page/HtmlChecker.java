package io.greenlang.patroni.monitor.export.http.page;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import nu.validator.validation.SimpleDocumentValidator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;

/** The W3C's checker of HTML. What it says of style sheets is left out: this one is older than some of their properties. */
final class HtmlChecker {
    private static final String SCHEMA = "http://s.validator.nu/html5.rnc";

    private HtmlChecker() {}

    /** Errors and warnings, with their lines. */
    static List<String> problems(String page) throws Exception {
        Collected problems = new Collected();
        SimpleDocumentValidator validator = new SimpleDocumentValidator(false, false, false);
        validator.setUpMainSchema(SCHEMA, problems);
        validator.setUpValidatorAndParsers(problems, false, false);
        validator.checkHtmlInputSource(new InputSource(new StringReader(page)));
        return problems.all;
    }

    private static final class Collected implements ErrorHandler {
        private final List<String> all = new ArrayList<>();

        @Override
        public void warning(SAXParseException problem) {
            add(problem);
        }

        @Override
        public void error(SAXParseException problem) {
            add(problem);
        }

        @Override
        public void fatalError(SAXParseException problem) {
            add(problem);
        }

        private void add(SAXParseException problem) {
            if (!problem.getMessage().startsWith("CSS:")) {
                all.add("line " + problem.getLineNumber() + ": " + problem.getMessage());
            }
        }
    }
}
