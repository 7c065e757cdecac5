import type { Device } from '@parley/client'
import { useParley } from '@parley/react'
import { Monitor, Smartphone } from 'lucide-react'
import { useState } from 'react'
import { useMinute } from '../app/clock.ts'
import { type Locale, useLocale } from '../i18n/text.ts'
import { lastSeen } from '../i18n/time.ts'
import { Button } from '../ui/Button.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { Loading } from '../ui/Loading.tsx'
import { useLoaded } from '../ui/useLoaded.ts'

/** All of one's devices, this one first, then the one last used. */
export function Devices() {
  const locale = useLocale()
  const t = locale.text
  const { api, userId, deviceId } = useParley()
  const now = useMinute()
  const [asking, setAsking] = useState<Device | null>(null)
  const devices = useLoaded(
    userId,
    () => api.devices(),
    async (wanted: readonly Device[]) => wanted,
  )

  async function signOut({ device_id: gone }: Device) {
    await api.removeDevice(gone)
    devices.change(devices.value?.filter((device) => device.device_id !== gone) ?? [])
  }

  return (
    <Loading loaded={devices}>
      {(all) => {
        const sorted = [...all].sort(
          (a, b) => Number(b.device_id === deviceId) - Number(a.device_id === deviceId) || b.last_seen - a.last_seen,
        )
        return (
          <>
            <ul>
              {sorted.map((device) => {
                const here = device.device_id === deviceId
                const name = here ? t.settings.thisDevice : nameOf(device, locale)
                const mobile = device.platform !== undefined && device.platform !== 'webpush'
                return (
                  <li key={device.device_id} className="device">
                    <span className="device-icon" aria-hidden="true">
                      {mobile ? <Smartphone /> : <Monitor />}
                    </span>
                    <span className="option-words">
                      <span className="option-name">{name}</span>
                      <span className="option-note">
                        {here ? t.presence.online : t.settings.seen(lastSeen(device.last_seen, now, locale))}
                        {' · '}
                        {t.settings.devicePush[device.push.state]}
                      </span>
                    </span>
                    {!here && (
                      <Button aria-label={t.settings.signOutDeviceOf(name)} onClick={() => setAsking(device)}>
                        {t.settings.signOutDevice}
                      </Button>
                    )}
                  </li>
                )
              })}
            </ul>
            {sorted.length < 2 && <p className="field-hint">{t.settings.noOtherDevices}</p>}
            {asking !== null && (
              <Confirm
                title={t.settings.signOutDeviceTitle}
                action={t.settings.signOutDevice}
                onConfirm={() => signOut(asking)}
                onClose={() => setAsking(null)}
              >
                {t.settings.signOutDeviceWhat}
              </Confirm>
            )}
          </>
        )
      }}
    </Loading>
  )
}

/** Devices have no names: the kind, and enough of the id to tell two apart. */
function nameOf(device: Device, { text }: Locale): string {
  const kind = Object.entries(text.settings.platforms).find(([platform]) => platform === device.platform)?.[1]
  const id = device.device_id.slice(-6)
  return kind === undefined ? text.settings.device(id) : `${kind} ${id}`
}
