-- Removes an endpoint with all that it was to be told. $1 endpoint_id.
delete from webhook_endpoint where endpoint_id = $1 returning endpoint_id
