-- Who may do what with the registry's tables. Run after every migration; safe to run again.
GRANT SELECT ON registry_audience, registry_object, registry_registration, registry_link,
    registry_person, registry_right, registry_pub_source,
    registry_pub_authority, registry_pub_intake, registry_pub_unread, registry_pub_quarantine,
    registry_pub_finding, registry_pub_title, registry_pub_name, registry_pub_citizens_own,
    registry_pub_open, registry_pub_source_state, registry_pub_quality,
    registry_pub_sent, registry_pub_waited_for, registry_pub_unread_since, registry_pub_decided
    TO gearskifte_web;
-- A message that was kept stays, and so does a person; a replay makes the rest anew.
GRANT SELECT, INSERT, UPDATE ON registry_raw_message, registry_person TO gearskifte_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON registry_registration, registry_system, registry_authority,
    registry_object, registry_party, registry_link, registry_audience, registry_restriction,
    registry_event, registry_event_object, registry_class, registry_found, registry_fault,
    registry_quarantine, registry_unread TO gearskifte_worker;
GRANT SELECT, INSERT, UPDATE ON registry_sender, registry_source_key, registry_rhythm TO gearskifte_worker;
-- Decisions that outlive a replay.
GRANT SELECT, INSERT ON registry_swap, registry_alias, registry_resolution, registry_erased
    TO gearskifte_worker;
GRANT SELECT, INSERT, UPDATE ON registry_erasure, registry_right TO gearskifte_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON registry_inventory TO gearskifte_worker;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO gearskifte_worker;
GRANT SELECT ON registry_pub_source, registry_pub_authority, registry_pub_name, registry_pub_seen,
    registry_pub_system_of,
    registry_pub_quarantine, registry_pub_source_state, registry_pub_quality, registry_pub_sent,
    registry_pub_waited_for, registry_pub_decided, registry_finding, registry_case, registry_document,
    registry_grant, registry_payment, registry_party_now TO gearskifte_worker;
