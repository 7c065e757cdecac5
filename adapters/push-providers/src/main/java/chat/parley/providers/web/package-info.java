/**
 * Web Push (RFC 8030) to browsers, and to whatever distributor a UnifiedPush app has chosen. {@link
 * chat.parley.providers.web.WebPush} encrypts for the subscription (RFC 8291), signs as this server (RFC 8292) and posts to
 * the subscription's endpoint. Endpoints come from strangers: {@link chat.parley.providers.web.Endpoints} says which may be
 * posted to, and as each origin is a service of its own, each has its own circuit breaker in {@link
 * chat.parley.providers.web.Origins}.
 */
@NullMarked
package chat.parley.providers.web;

import org.jspecify.annotations.NullMarked;
