/** What the checker of HTML needs of a Jetty that is older than the server's; both have the same packages. */
@NullMarked
package org.eclipse.jetty.util.ajax;

import org.jspecify.annotations.NullMarked;
