import type { TimelineView } from '@parley/react'
import { Fragment, type Ref, useCallback, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import { dayNumber } from '../../i18n/calendar.ts'
import { useLocale } from '../../i18n/text.ts'
import { MessageRow } from '../MessageRow.tsx'
import { dayLabel } from './days.ts'
import { isOutgoing, type Rows, timeOf } from './rows.ts'
import type { ScrollModel } from './ScrollModel.ts'
import { focusLastVisible, type RowGestures, useRowGestures } from './useRowGestures.ts'
import { useScrollModel } from './useScrollModel.ts'
import { useToday } from './useToday.ts'

/** More is asked for when less than this is left to scroll. */
const LOAD_PX = 1600
/** Farther than this from the newest, there is a button back to it. */
const AWAY_PX = 160

export interface ListHandle {
  toEnd(): void
  /** Puts a row near the top of the screen. */
  reveal(key: string): void
  focusLast(): void
}

export interface ListProps extends RowGestures {
  readonly ref: Ref<ListHandle>
  readonly rows: Rows
  readonly timeline: Omit<TimelineView, 'messages' | 'outgoing'>
  readonly me: string
  readonly group: boolean
  readonly members: ReadonlySet<string>
  readonly unread: number
  /** Told whenever it may have changed: the last message that is on the screen to its end. */
  readonly onSeen: (messageId: string | null) => void
}

/** The messages of a conversation. Those near the screen are in the document. */
export function List({ ref, rows, timeline, me, group, members, unread, onSeen, ...gestures }: ListProps) {
  const { tag, text } = useLocale()
  const t = text.talk
  const today = useToday()
  const [away, setAway] = useState(false)

  const moved = (model: ScrollModel) => {
    setAway(timeline.hasNewer || model.offset > AWAY_PX)
    if (model.viewport === 0) return
    onSeen(lastMessageId(rows, model.lastSeen))
    if (timeline.loading !== null || timeline.error !== null) return
    if (timeline.hasNewer && model.offset < LOAD_PX) void timeline.loadNewer()
    else if (timeline.hasOlder && model.total - model.offset - model.viewport < LOAD_PX) void timeline.loadOlder()
  }
  const { model, slice, scroller, content, onScroll, settle } = useScrollModel(rows, !timeline.hasNewer, moved)

  const toEnd = () => {
    if (timeline.hasNewer) void timeline.jumpTo('latest').then(() => model.toEnd())
    model.toEnd()
    settle()
  }
  useImperativeHandle(ref, () => ({
    toEnd,
    reveal: (key) => {
      model.hold(model.indexOf(key), 'top', Math.round(model.viewport * 0.2))
      settle()
    },
    focusLast: () => {
      if (scroller.current !== null) focusLastVisible(scroller.current)
    },
  }))

  /** What unfolds grows downwards, away from what is being read. */
  const onUnfold = useCallback(
    (element: Element) => {
      const index = model.indexOf(element.closest<HTMLElement>('[data-row]')?.dataset['row'] ?? '')
      if (index < 0 || scroller.current === null) return
      // The browser scrolls to whole pixels, the model to parts of them.
      const rounding = -scroller.current.scrollTop - model.offset
      model.hold(index, 'top', model.topInset(index) + rounding)
    },
    [model, scroller],
  )

  const focused = useRef<Element | null>(null)
  useLayoutEffect(() => {
    // A row that had the focus and was scrolled far away is not in the document: the keyboard goes on from the list.
    if (focused.current !== null && !focused.current.isConnected && document.activeElement === document.body) {
      scroller.current?.focus({ preventScroll: true })
    }
  })

  const heading = (day: number) => dayLabel(day, today, tag, t)
  const first = rows.entryAt(slice.start)
  const shown = Array.from({ length: slice.end - slice.start }, (_, index) => rows.at(slice.start + index))

  return (
    <div className={group ? 'talk-list talk-group' : 'talk-list'}>
      <div
        ref={scroller}
        className="talk-scroller"
        role="feed"
        aria-label={t.timeline}
        aria-busy={timeline.loading !== null}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
        tabIndex={0}
        onScroll={onScroll}
        onFocus={(event) => {
          focused.current = event.target
        }}
        {...useRowGestures(gestures)}
      >
        <div ref={content} className="talk-content" style={{ paddingTop: slice.before, paddingBottom: slice.after }}>
          {first !== undefined && shown[0]?.day === null ? (
            <div className="talk-day talk-day-afloat" data-afloat="" aria-hidden="true">
              <span>{heading(dayNumber(timeOf(first)))}</span>
            </div>
          ) : null}
          {shown.map((row, index) =>
            row === undefined ? null : (
              <Fragment key={row.key}>
                {row.day === null ? null : (
                  <div className="talk-day">
                    <span>{heading(row.day)}</span>
                  </div>
                )}
                <MessageRow
                  rowKey={row.key}
                  entry={row.entry}
                  first={row.first}
                  last={row.last}
                  unread={row.unread}
                  end={slice.start + index === rows.count - 1}
                  me={me}
                  group={group}
                  members={members}
                  onUnfold={onUnfold}
                />
              </Fragment>
            ),
          )}
        </div>
      </div>
      {timeline.loading === 'older' || (timeline.loading !== null && rows.count === 0) ? (
        <p className="talk-loading">{t.loading}</p>
      ) : null}
      {timeline.error !== null && timeline.loading === null ? (
        <p className="talk-loading" role="alert">
          {t.loadFailed}{' '}
          <button type="button" onClick={() => void (timeline.hasNewer ? timeline.loadNewer() : timeline.loadOlder())}>
            {t.tryAgain}
          </button>
        </p>
      ) : null}
      {rows.count === 0 && timeline.loading === null && timeline.error === null ? (
        <p className="talk-empty">{t.empty}</p>
      ) : null}
      {away ? (
        <button
          type="button"
          className="talk-to-newest"
          onClick={toEnd}
          aria-label={unread > 0 ? `${t.newMessages(unread)}. ${t.toNewest}` : t.toNewest}
        >
          {unread > 0 ? <span>{t.newMessages(unread)}</span> : null}
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 2.5v11M3.5 9 8 13.5 12.5 9" />
          </svg>
        </button>
      ) : null}
    </div>
  )
}

/** The id of the row's message, or of the last before it that has one: what is on its way has none. */
function lastMessageId(rows: Rows, from: number): string | null {
  for (let index = from; index >= 0; index--) {
    const entry = rows.entryAt(index)
    if (entry !== undefined && !isOutgoing(entry)) return entry.message_id
  }
  return null
}
