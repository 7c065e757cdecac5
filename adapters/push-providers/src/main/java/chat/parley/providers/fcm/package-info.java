/** Firebase Cloud Messaging, HTTP v1. */
@NullMarked
package chat.parley.providers.fcm;

import org.jspecify.annotations.NullMarked;
