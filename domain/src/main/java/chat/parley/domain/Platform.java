package chat.parley.domain;

/** Whose service wakes a device. */
public enum Platform {
    /** Apple Push Notification service. */
    APNS,
    /** Firebase Cloud Messaging. */
    FCM,
    /** A browser's push service (RFC 8030). */
    WEBPUSH,
    /** The push service of the user's choice (UnifiedPush). */
    UNIFIEDPUSH
}
