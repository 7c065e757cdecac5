import { defineConfig } from '@playwright/test'
import tests from './playwright.config.ts'

/** `./build screenshots`: the pictures of the documents, of the program that was built last. */
export default defineConfig({ ...tests, testDir: 'screenshots', workers: 1 })
