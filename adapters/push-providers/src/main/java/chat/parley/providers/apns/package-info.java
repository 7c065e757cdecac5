/** The Apple Push Notification service. */
@NullMarked
package chat.parley.providers.apns;

import org.jspecify.annotations.NullMarked;
