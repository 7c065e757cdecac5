import type { NotificationSettings } from '@parley/client'
import { useParley } from '@parley/react'
import { useText } from '../i18n/text.ts'
import { Choice, Switch } from '../ui/Choice.tsx'
import { Field } from '../ui/Field.tsx'
import { Loading } from '../ui/Loading.tsx'
import { useLoaded } from '../ui/useLoaded.ts'
import { PushHere } from './PushHere.tsx'

const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** Whether this device is notified, and of all one's devices how much they show and when they are quiet. */
export function Notifications() {
  const t = useText()
  const { api, userId } = useParley()
  const settings = useLoaded(
    userId,
    () => api.notifications(),
    (wanted: NotificationSettings) => api.setNotifications(wanted),
  )
  return (
    <>
      <PushHere />
      <Loading loaded={settings}>
        {({ preview, quiet_hours: quiet }) => (
          <>
            <Choice
              label={t.settings.preview}
              value={preview}
              options={[
                ['full', t.settings.previews.full],
                ['sender', t.settings.previews.sender],
                ['nothing', t.settings.previews.nothing],
              ]}
              onChange={(wanted) => settings.change({ preview: wanted, quiet_hours: quiet })}
            />
            <Switch
              label={t.settings.quiet}
              hint={t.settings.quietHint}
              checked={quiet !== null}
              onChange={(on) =>
                settings.change({
                  preview,
                  quiet_hours: on ? { from: '22:00', to: '07:00', time_zone: zoneHere() } : null,
                })
              }
            />
            {quiet !== null && (
              <div className="quiet">
                <QuietTime
                  label={t.settings.quietFrom}
                  value={quiet.from}
                  onChange={(from) => settings.change({ preview, quiet_hours: { ...quiet, from } })}
                />
                <QuietTime
                  label={t.settings.quietTo}
                  value={quiet.to}
                  onChange={(to) => settings.change({ preview, quiet_hours: { ...quiet, to } })}
                />
                <p className="field-hint">{t.settings.quietZone(quiet.time_zone.replaceAll('_', ' '))}</p>
              </div>
            )}
          </>
        )}
      </Loading>
    </>
  )
}

function QuietTime({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <Field
      type="time"
      label={label}
      value={value}
      // A time that is being typed is empty for a while.
      onChange={(event) => /^\d\d:\d\d$/.test(event.target.value) && onChange(event.target.value)}
    />
  )
}
