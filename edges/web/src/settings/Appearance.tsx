import { languages, setPreferences, usePreferences } from '../app/preferences.ts'
import { useText } from '../i18n/text.ts'
import { Choice, Switch } from '../ui/Choice.tsx'

export function Appearance() {
  const t = useText()
  const { theme, language, singleKeys } = usePreferences()
  const names = t.settings.languages
  return (
    <>
      <Choice
        label={t.settings.theme}
        value={theme}
        options={[
          ['system', t.settings.themes.system],
          ['light', t.settings.themes.light],
          ['dark', t.settings.themes.dark],
        ]}
        onChange={(wanted) => setPreferences({ theme: wanted })}
      />
      <label className="settings-line">
        <span>{t.settings.language}</span>
        <select
          className="select"
          value={language}
          onChange={(event) => {
            const wanted = languages.find((one) => one === event.target.value)
            if (wanted !== undefined) setPreferences({ language: wanted })
          }}
        >
          <option value="system">{names.system}</option>
          <option value="en" lang="en">
            {names.en}
          </option>
          <option value="de" lang="de">
            {names.de}
          </option>
        </select>
      </label>
      <Switch
        label={t.settings.singleKeys}
        hint={t.settings.singleKeysHint}
        checked={singleKeys}
        onChange={(wanted) => setPreferences({ singleKeys: wanted })}
      />
    </>
  )
}
