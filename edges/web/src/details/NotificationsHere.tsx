import type { ConversationNotifications } from '@parley/client'
import { useParley } from '@parley/react'
import { useId } from 'react'
import { useLocale } from '../i18n/text.ts'
import { dayAndTime } from '../i18n/time.ts'
import { Choice } from '../ui/Choice.tsx'
import { Loading } from '../ui/Loading.tsx'
import { useLoaded } from '../ui/useLoaded.ts'

const hour = 3_600_000
const spans = { always: null, hour, eight: 8 * hour, day: 24 * hour, week: 7 * 24 * hour } as const
type Span = keyof typeof spans

/** What of this conversation notifies one, and until when that holds. */
export function NotificationsHere({ conversationId }: { readonly conversationId: string }) {
  const locale = useLocale()
  const t = locale.text
  const { api } = useParley()
  const id = useId()
  const settings = useLoaded(
    conversationId,
    () => api.conversationNotifications(conversationId),
    (wanted: ConversationNotifications) => api.setConversationNotifications(conversationId, wanted),
  )
  const now = Date.now()
  return (
    <section className="details-section" aria-labelledby={id}>
      <h3 id={id} className="details-heading">
        {t.details.notifications}
      </h3>
      <Loading loaded={settings}>
        {({ level, until }) => (
          <>
            <Choice
              label={t.details.level}
              value={level}
              options={[
                ['all', t.details.levels.all],
                ['mentions', t.details.levels.mentions],
                ['none', t.details.levels.none],
              ]}
              onChange={(wanted) => settings.change({ level: wanted, until: null })}
            />
            {level !== 'all' && (
              <label className="details-until">
                <span>{t.details.until}</span>
                <select
                  className="select"
                  // A time that is over, or was chosen elsewhere, is none of these; the line below tells it.
                  value={until === null ? 'always' : 'chosen'}
                  onChange={(event) => {
                    const span = (Object.keys(spans) as Span[]).find((one) => one === event.target.value)
                    if (span === undefined) return
                    const length = spans[span]
                    settings.change({ level, until: length === null ? null : Date.now() + length })
                  }}
                >
                  {until !== null && (
                    <option value="chosen" hidden>
                      {dayAndTime(until, now, locale)}
                    </option>
                  )}
                  <option value="always">{t.details.untils.always}</option>
                  <option value="hour">{t.details.untils.hour}</option>
                  <option value="eight">{t.details.untils.eight}</option>
                  <option value="day">{t.details.untils.day}</option>
                  <option value="week">{t.details.untils.week}</option>
                </select>
              </label>
            )}
            {level !== 'all' && until !== null && (
              <p className="field-hint">{t.details.endsAt(dayAndTime(until, now, locale))}</p>
            )}
          </>
        )}
      </Loading>
    </section>
  )
}
