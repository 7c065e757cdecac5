import { memo } from 'react'
import { useLocale } from '../i18n/text.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { hueOf } from '../ui/hue.ts'
import { EventLine } from './EventLine.tsx'
import { Text } from './Text.tsx'
import { Ticks } from './Ticks.tsx'
import { clockTime, fullTime } from './timeline/days.ts'
import { isOutgoing, type Row, timeOf } from './timeline/rows.ts'
import { useNames } from './useNames.ts'

export interface MessageRowProps extends Omit<Row, 'key' | 'day'> {
  readonly rowKey: string
  readonly me: string
  readonly group: boolean
  /** Whether it is the last of all, which has the room for the line of who is typing below it. */
  readonly end: boolean
  readonly members: ReadonlySet<string>
  readonly onUnfold: (element: Element) => void
}

/** One row of the list. It has no listeners: the list hears what happens in it. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { entry, me, first, last, unread, end } = props
  const { text } = useLocale()
  const own = isOutgoing(entry) || entry.from === me
  const event = !isOutgoing(entry) && entry.kind === 'event'
  return (
    <article
      className="talk-row"
      data-row={props.rowKey}
      data-own={own && !event ? '' : undefined}
      data-first={first ? '' : undefined}
      data-last={last ? '' : undefined}
      data-end={end ? '' : undefined}
      tabIndex={-1}
    >
      {unread ? (
        <div className="talk-unread">
          <span>{text.talk.unread}</span>
        </div>
      ) : null}
      {event ? <EventLine message={entry} me={me} /> : <Bubble {...props} own={own} />}
    </article>
  )
})

/** Where all is written from left to right, the last line of a text leaves room for the time, which stands in it. */
const rightToLeft =
  /[\u0590-\u08FF\u200F\u202B\u202E\u2067\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u

function Bubble({ entry, me, own, group, first, members, onUnfold }: MessageRowProps & { readonly own: boolean }) {
  const { tag, dir, text } = useLocale()
  const t = text.talk
  const sender = isOutgoing(entry) ? me : entry.from
  const [name = ''] = useNames([sender])
  const time = timeOf(entry)
  const clock = clockTime(time, tag)
  const media = entry.media_ids?.length ?? 0
  const hasTail = dir === 'ltr' && entry.text !== undefined && !rightToLeft.test(entry.text)
  const failed = isOutgoing(entry) && entry.state === 'failed'
  return (
    <div className="talk-line">
      {group && !own && first ? <Avatar id={sender} name={name} size="sm" /> : null}
      <div className="talk-bubble" data-tail={hasTail ? '' : undefined} style={{ '--time': clock.length }}>
        <div className={group && !own && first ? 'talk-sender' : 'visually-hidden'} style={{ '--hue': hueOf(sender) }}>
          <bdi>{own ? t.you : name}</bdi>
        </div>
        {media > 0 ? <p className="talk-media">{t.attachments(media)}</p> : null}
        {entry.text === undefined ? null : <Text text={entry.text} members={members} onUnfold={onUnfold} />}
        <span className="talk-meta">
          <time dateTime={new Date(time).toISOString()} title={fullTime(time, tag)}>
            {clock}
          </time>
          {own ? <Ticks message={entry} /> : null}
        </span>
      </div>
      <button type="button" className="talk-more" data-menu="" aria-label={t.actions} tabIndex={-1}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 8h.01M8 8h.01M13 8h.01" />
        </svg>
      </button>
      {failed ? (
        <p className="talk-failed">
          {t.sendState.failed}. {reason(entry.error?.code, t.failure) ?? t.failedBecause}{' '}
          <button type="button" data-do="retry">
            {t.retry}
          </button>{' '}
          <button type="button" data-do="remove">
            {t.remove}
          </button>
        </p>
      ) : null}
    </div>
  )
}

function reason(code: string | undefined, words: Readonly<Record<string, string>>): string | undefined {
  return code !== undefined && Object.hasOwn(words, code) ? words[code] : undefined
}
