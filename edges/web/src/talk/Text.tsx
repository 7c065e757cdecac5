import { memo, useState } from 'react'
import { useText } from '../i18n/text.ts'
import { segments } from './text/segments.ts'
import { isEmojiOnly, shown } from './text/shown.ts'
import { useNames } from './useNames.ts'

/**
 * What somebody wrote: plain text and links, all of it made as text nodes. `unicode-bidi: plaintext` gives each line its
 * own direction and keeps overrides within; the bubble clips what towers out of it.
 */
export const Text = memo(function Text({
  text,
  members,
  onUnfold,
}: {
  readonly text: string
  readonly members: ReadonlySet<string>
  readonly onUnfold?: ((element: Element) => void) | undefined
}) {
  const t = useText().talk
  const [unfolded, setUnfolded] = useState(false)
  if (isEmojiOnly(text)) return <div className="talk-text talk-text-emoji">{text.trim()}</div>
  const part = shown(text, unfolded)
  return (
    <>
      <div className="talk-text" dir="auto">
        {segments(part.text, (userId) => members.has(userId)).map((segment, index) => {
          if (segment.kind === 'text') return segment.text
          if (segment.kind === 'mention') {
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never change places
            return <Mention key={index} userId={segment.userId} />
          }
          return (
            <a
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never change places
              key={index}
              href={segment.href}
              title={segment.href}
              target="_blank"
              rel="noopener noreferrer nofollow"
              dir="ltr"
            >
              {segment.text}
            </a>
          )
        })}
        {part.folded ? '…' : null}
      </div>
      {part.folded ? (
        <button
          type="button"
          className="talk-unfold"
          onClick={(event) => {
            onUnfold?.(event.currentTarget)
            setUnfolded(true)
          }}
        >
          {t.more}
        </button>
      ) : null}
    </>
  )
})

function Mention({ userId }: { readonly userId: string }) {
  const [name = userId] = useNames([userId])
  return (
    <bdi className="talk-mention" title={`@${userId}`}>
      @{name}
    </bdi>
  )
}
