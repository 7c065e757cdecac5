package chat.parley.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person sends: a text, media, or both.
 *
 * @param text null when there is none; at most {@link Limits#TEXT_BYTES_MAX} of UTF-8
 * @param mediaIds at most {@link Limits#MEDIA_IDS_MAX}
 */
public record Body(@Nullable String text, List<String> mediaIds) implements Content {

    public Body {
        mediaIds = List.copyOf(mediaIds);
    }

    public static Body text(String text) {
        return new Body(text, List.of());
    }
}
