/**
 * SQL: whether an endpoint is told of an event `v`. A test is for the endpoint that it names; none is told that it was
 * switched off itself.
 *
 * @param e alias of something with `endpoint_id` and `events`
 */
export function wantsSql(e: string): string {
  return `case v.type
    when 'test.ping' then v.data ->> 'endpointId' = ${e}.endpoint_id
    else (${e}.events && array['*', v.type, split_part(v.type, '.', 1) || '.*'] or ${e}.events = '{}')
      and (v.type <> 'webhook_endpoint.disabled' or v.data ->> 'endpointId' is distinct from ${e}.endpoint_id) end`;
}
