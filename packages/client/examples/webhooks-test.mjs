// How to test your receiver: a delivery that it takes. node examples/webhooks-test.mjs http://localhost:8080
import { sign, testEvent } from '@postern/client/testing';

const body = JSON.stringify(testEvent('post.published'));
const headers = await sign(body, process.env.POSTERN_WEBHOOK_SECRET);
const { status } = await fetch(process.argv[2], { method: 'POST', headers, body });
console.log(status);
