/** Swagger UI in a browser, as `proxies.mjs` looks at it. */

const window = { ignoreHTTPSErrors: true, viewport: { width: 1280, height: 1000 } };

/**
 * Opens the page, gives it the key with Authorize, and clicks Execute at GET /stats/memory. Gives the answer, the
 * address that was asked, and whatever went wrong meanwhile; leaves two screenshots.
 */
export async function executeInPage(browser, base, key, pictures) {
  const context = await browser.newContext(window);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = complaintsOf(page, base);
  try {
    await page.goto(base);
    await page.locator('.opblock').first().waitFor();
    await page.screenshot({ path: `${pictures}.png` });
    await authorize(page, key, pictures);
    return { ...(await execute(page, pictures)), complaints };
  } catch (error) {
    await page.screenshot({ path: `${pictures}, failed.png`, fullPage: true });
    return { status: error.message, body: {}, asked: null, complaints };
  } finally {
    await context.close();
  }
}

function complaintsOf(page, base) {
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const isOwn = request.url() === base || request.url().startsWith(`${base}/`);
    if (!isOwn && !/^(?:data|blob):/.test(request.url())) complaints.push(`asked ${request.url()}`);
  });
  return complaints;
}

async function authorize(page, key, pictures) {
  await page.locator('button.authorize').first().click();
  const dialog = page.locator('.modal-ux');
  const apiKey = dialog.locator('.auth-container', { hasText: 'X-API-Key' });
  await apiKey.locator('input').fill(key);
  await apiKey.locator('button.authorize').click();
  await apiKey.getByRole('button', { name: 'Remove authorization' }).waitFor();
  await dialog.screenshot({ path: `${pictures}, Authorize.png` });
  await dialog.locator('.close-modal').click();
}

async function execute(page, pictures) {
  const block = page.locator('#operations-Host-getMemory');
  await block.locator('.opblock-summary-control').click();
  await block.getByRole('button', { name: 'Execute' }).click();
  const answer = block.locator('.live-responses-table .response').first();
  await answer.waitFor();
  const status = (await answer.locator('.response-col_status').innerText()).trim().slice(0, 3);
  const text = await answer.locator('.highlight-code pre, pre.microlight').first().innerText();
  const asked = (await block.locator('.request-url pre').innerText()).trim();
  await page.screenshot({ path: `${pictures}, Execute.png` });
  return { status, body: JSON.parse(text), asked };
}

/** Opens the dashboard, types the key, and gives what the connection says then; and whatever went wrong meanwhile. */
export async function watchDashboard(browser, base, key, pictures) {
  const context = await browser.newContext(window);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = complaintsOf(page, base);
  try {
    await page.goto(`${base}/dashboard`);
    await page.getByLabel('Key', { exact: true }).fill(key);
    await page.keyboard.press('Enter');
    await page.locator('#connection', { hasText: 'Live' }).waitFor();
    const text = await page.locator('main').innerText();
    return { live: true, text, complaints };
  } catch (error) {
    return { live: false, text: error.message, complaints };
  } finally {
    await page.screenshot({ path: `${pictures}, dashboard.png`, fullPage: true });
    await context.close();
  }
}
