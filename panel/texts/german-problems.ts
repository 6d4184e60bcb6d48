// The server's refusals and faults in German, by their stable codes. `{0}` is the first number of
// the server's own sentence. Of codes that are not here, that sentence is shown.

/** Refusals: docs/errors.md lists them all. */
export const germanRefusals: Readonly<Record<string, string>> = {
  already_member: 'Diese Person ist schon Mitglied des Mandanten.',
  balance_spent:
    'Die Rechnung hat einen Betrag auf das Guthaben verschoben, von dem schon etwas verwendet ' +
    'wurde. Stornieren Sie zuerst jene Rechnungen.',
  balance_too_low: 'Das Guthaben geht nicht unter null: nehmen Sie höchstens zurück, was da ist.',
  billing_issue_resolved: 'Das Problem ist schon behoben.',
  change_after_end: 'Das Abo endet, bevor es wirksam würde. Nehmen Sie zuerst das Ende zurück.',
  change_not_scheduled:
    'Nur eine Änderung, die noch bevorsteht, kann zurückgenommen werden: diese ist in Kraft oder ' +
    'schon zurückgenommen.',
  cross_site: 'Diese Anfrage kam nicht von dieser Seite.',
  currency_mismatch: 'Dem Kunden wird in einer anderen Währung verrechnet.',
  customer_busy:
    'Gerade ändert etwas anderes, was dieser Kunde schuldet. Versuchen Sie es gleich nochmals.',
  customer_email_taken: 'Ein anderer Kunde hat diese E-Mail-Adresse.',
  customer_external_id_taken: 'Ein anderer Kunde hat diese externe Id.',
  customer_in_use:
    'Der Kunde hat Abos oder Rechnungen, die bleiben: er kann nicht gelöscht werden.',
  earlier_than_last_change:
    'Es würde vor der letzten Änderung, die in Kraft ist, oder vor dem Beginn wirksam.',
  email_taken: 'Es gibt schon ein Konto mit dieser E-Mail-Adresse: melden Sie sich damit an.',
  idempotency_key_in_flight: 'Die erste Anfrage läuft noch. Versuchen Sie es gleich nochmals.',
  insecure_transport: 'Die Anmeldung braucht HTTPS.',
  invalid_credentials: 'Die E-Mail-Adresse oder das Passwort ist falsch.',
  invalid_invitation: 'Die Einladung ist unbekannt, benutzt, zurückgezogen oder abgelaufen.',
  invalid_link: 'Der Link ist unbekannt, benutzt oder zu alt: fordern Sie einen neuen an.',
  invalid_request: 'Einige Angaben stimmen nicht.',
  invoice_credited:
    'Eine andere Rechnung schreibt einen Teil von dieser gut. Stornieren Sie zuerst jene, oder ' +
    'diese samt Neuausstellung.',
  invoice_has_charges:
    'Auf dem Entwurf stehen Posten von Abos, die verloren gingen. Stellen Sie ihn aus und ' +
    'stornieren Sie ihn dann.',
  invoice_has_payments:
    'Für die Rechnung ist Geld eingegangen: sie kann nicht storniert werden. Berichtigen Sie sie ' +
    'durch eine andere.',
  invoice_line_not_manual:
    'Diese Position kommt von einem Abo. Nur eigene Positionen können geändert werden.',
  invoice_not_draft: 'Die Rechnung ist schon ausgestellt und ändert sich nicht mehr.',
  invoice_not_issued: 'Die Rechnung ist ein Entwurf, von dem noch nichts geschuldet wird.',
  invoice_not_payable: 'Nur eine Rechnung, die ausgestellt und nicht storniert ist, wird bezahlt.',
  invoice_paid: 'Auf dieser Rechnung ist nichts mehr offen.',
  invoice_uncollectible: 'Die Rechnung gilt schon als uneinbringlich.',
  invoice_voided: 'Die Rechnung ist storniert: von ihr wird nichts mehr geschuldet.',
  invoice_without_lines:
    'Auf dem Entwurf steht nichts. Fügen Sie eine Position hinzu, oder löschen Sie ihn.',
  key_exceeds_caller: 'Ein Schlüssel kann nicht mehr, als Sie selbst dürfen, und nicht länger.',
  last_admin:
    'Der letzte Administrator kann nicht entfernt oder zurückgestuft werden: machen Sie zuerst ' +
    'jemand anderen dazu.',
  membership_ended: 'Sie sind nicht mehr Mitglied dieses Mandanten.',
  meter_archived: 'Der Zähler ist archiviert und ändert sich nicht mehr.',
  meter_code_taken: 'Ein anderer Zähler hat diesen Code, vielleicht ein archivierter.',
  meter_fixed:
    'Nur Name und Einheit eines Zählers ändern sich. Legen Sie einen anderen an, der anders zählt.',
  meter_in_use: 'Ein Preis eines Tarifs beruht auf diesem Zähler. Er bleibt.',
  no_membership: 'Sie sind nicht Mitglied dieses Mandanten.',
  not_a_test_tenant: 'Dieser Mandant ist echt: nur ein Testmandant hat eine Uhr.',
  not_in_trial: 'Das Abo hat keine Probezeit, oder sie ist vorbei.',
  overrides_unmatched:
    'Das Abo hat eigene Beträge für Preise, die dort anders gezählt werden. Sagen Sie, was gilt.',
  period_closed: 'Es würde an einem Tag wirksam, für den die Bücher geschlossen sind.',
  permission_denied: 'Ihre Rolle hat die Berechtigung nicht, die es dafür braucht.',
  plan_already_active: 'Ein aktiver Tarif wird nicht wieder zum Entwurf.',
  plan_archived: 'Der Tarif ist archiviert: stellen Sie ihn zuerst wieder her.',
  plan_code_taken: 'Ein anderer Tarif, der nicht archiviert ist, hat diesen Code.',
  plan_not_active: 'Der Tarif ist ein Entwurf: ändern Sie ihn selbst, und bieten Sie ihn dann an.',
  plan_not_archived: 'Der Tarif ist nicht archiviert.',
  plan_not_offered: 'Diesen Tarif kann niemand abonnieren: er ist ein Entwurf oder archiviert.',
  plan_terms_fixed:
    'Die Bedingungen eines aktiven Tarifs stehen fest: machen Sie eine Version mit anderen.',
  plan_version_not_published: 'Diese Version ist ein Entwurf: veröffentlichen Sie sie zuerst.',
  plan_version_published: 'Eine veröffentlichte Version ändert sich nicht: machen Sie eine andere.',
  plan_version_superseded:
    'Eine spätere Version ist schon veröffentlicht: machen Sie einen Entwurf aus jener.',
  plan_without_price: 'Ein Tarif ohne Preis kann nicht aktiv sein: fügen Sie einen hinzu.',
  preview_outdated: 'Etwas, wovon die Vorschau abhängt, hat sich geändert. Sehen Sie die neue an.',
  price_codes_unmatched: 'Der Version fehlen Preise, die das Abo hat. Nehmen Sie jene zuerst weg.',
  product_code_taken: 'Ein anderes Produkt hat diesen Code.',
  product_in_use: 'Tarife gehören zu diesem Produkt: es kann nicht gelöscht werden.',
  rate_limited: 'Zu viele Anfragen. Warten Sie einen Moment.',
  rights_exceeded: 'Rechte, die Sie selbst nicht haben, können Sie weder geben noch nehmen.',
  seller_incomplete:
    'Ein echter Mandant stellt erst Rechnungen aus, wenn der Rechnungssteller Name, Adresse und ' +
    'UID hat.',
  session_ended: 'Ihre Sitzung ist beendet: melden Sie sich neu an.',
  signup_closed: 'Hier werden keine neuen Mandanten angelegt: bitten Sie um eine Einladung.',
  subscription_ended: 'Das Abo ist beendet. Legen Sie ein neues an.',
  subscription_external_id_taken: 'Ein anderes Abo hat diese externe Id.',
  subscription_not_canceled: 'Das Abo hat kein Ende, das zurückgenommen werden könnte.',
  subscription_not_paused: 'Das Abo ist nicht pausiert, und keine Pause steht bevor.',
  subscription_paused: 'Das Abo ist pausiert oder wird es. Setzen Sie es zuerst fort.',
  tax_rate_archived: 'Der Steuersatz ist archiviert und ändert sich nicht mehr.',
  tax_rate_fixed:
    'Höhe und Art eines Steuersatzes stehen fest: legen Sie einen anderen an und archivieren Sie ' +
    'diesen.',
  test_clock_advancing: 'Die Testuhr wird gerade vorgestellt. Versuchen Sie es gleich nochmals.',
  too_many_attempts: 'Zu viele Fehlversuche: warten Sie, bevor Sie es nochmals versuchen.',
  too_many_invoice_lines: 'Der Entwurf hat so viele Positionen, wie man hinzufügen kann.',
  too_many_missed_periods:
    'Der Beginn liegt so weit zurück, dass mehr als 1.000 Zeiträume auf einmal verrechnet würden.',
  unavailable: 'Der Dienst kann gerade nicht antworten. Versuchen Sie es gleich nochmals.',
  usage_alert_code_taken: 'Ein anderer Verbrauchsalarm hat diesen Code.',
  version_mismatch: 'Es wurde inzwischen geändert.',
  webhook_endpoint_disabled: 'Der Webhook ist abgeschaltet: schalten Sie ihn zuerst ein.',
};

/** Why a customer is not billed. */
export const germanIssues: Readonly<Record<string, string>> = {
  missed_periods:
    'Sehr viele Zeiträume sind auf einmal fällig. Sehen Sie die Abos durch, und versuchen Sie es ' +
    'dann nochmals.',
  seller_incomplete:
    'Rechnungen bleiben Entwürfe, denn dem Rechnungssteller fehlen Name, Adresse oder UID. ' +
    'Ergänzen Sie ihn, und versuchen Sie es dann nochmals.',
};

/** Faults of fields. */
export const germanFaults: Readonly<Record<string, string>> = {
  amount_negative: 'Ein Preis ist null oder mehr.',
  amount_not_positive: 'Was eingeht, ist mehr als null.',
  amount_too_precise: 'Höchstens {0} Stellen nach dem Komma.',
  amount_zero: 'Der Betrag ist nicht null.',
  clock_goes_forward: 'Die Uhr geht nur vorwärts.',
  currency_mismatch: 'Das ist eine andere Währung.',
  currency_required: 'Geben Sie eine Währung an.',
  currency_unknown: 'Ein Code einer Währung nach ISO 4217, in Großbuchstaben: EUR.',
  decimal_negative: 'Null oder mehr.',
  decimal_not_positive: 'Mehr als null.',
  duplicate_code: 'Etwas anderes im Tarif hat diesen Code.',
  effective_in_the_past: 'Das liegt in der Vergangenheit.',
  end_of_nothing: 'Was weggenommen wird, hat kein Ende.',
  ends_before_start: 'Das Ende liegt nach dem Beginn.',
  in_the_past: 'Das liegt in der Vergangenheit.',
  invalid_amount: 'Eine Zahl wie 49,00.',
  invalid_characters: 'Zeichen, die hier nicht möglich sind.',
  invalid_code:
    '{0} bis {1} Buchstaben (a bis z), Ziffern, Punkte, Unter- und Bindestriche; am Beginn ein ' +
    'Buchstabe oder eine Ziffer.',
  invalid_color: 'Eine Farbe ist # und sechs hexadezimale Ziffern: #0b7285.',
  invalid_country: 'Wählen Sie ein Land.',
  invalid_date: 'Ein Tag des Kalenders.',
  invalid_decimal: 'Eine Zahl wie 0,0025.',
  invalid_email: 'Eine E-Mail-Adresse wie name@example.com.',
  invalid_id: 'Wählen Sie eines aus.',
  invalid_interval: 'Eine ganze Zahl.',
  invalid_locale: 'Eine Sprache, vielleicht mit Region: de oder de-AT.',
  invalid_number_prefix: 'Bis zu {0} Buchstaben (a bis z), Ziffern und die Zeichen . _ / -',
  invalid_password: 'Ein Passwort hat {0} bis {1} Zeichen.',
  invalid_quantity: 'Eine Menge wie 3 oder 2,5.',
  invalid_rate: 'Ein Prozentsatz wie 19 oder 7,7.',
  invalid_tax_rate: 'Ein Prozentsatz von 0 bis 100.',
  item_ended: 'Das ist schon zu Ende. Sagen Sie, bis wann es wieder gilt.',
  invalid_time_zone: 'Eine Zeitzone wie Europe/Vienna.',
  invalid_trial: 'Von {0} bis {1} ganze Tage.',
  invalid_type: 'Das ist hier nicht möglich.',
  invalid_url: 'Eine Adresse, die mit https:// beginnt.',
  last_tier_bounded: 'Die letzte Stufe reicht ohne Grenze weiter.',
  meter_unbounded: 'Keine Stufe begrenzt diesen Zähler.',
  minimum_above_maximum: 'Der Höchstbetrag ist mindestens der Mindestbetrag.',
  not_ascending: 'Jede Schwelle ist höher als die davor.',
  nothing_changes: 'Damit ändert sich nichts.',
  out_of_range: 'Eine ganze Zahl von {0} bis {1}.',
  override_of_nothing: 'Was weggenommen wird, hat keine Beträge.',
  quantity_of_nothing: 'Was weggenommen wird, hat keine Menge.',
  refused_url: 'Dorthin wird nichts gesendet.',
  renewal_without_term: 'Geben Sie auch eine Bindung an.',
  repeated: 'Das steht schon da.',
  required: 'Das wird gebraucht.',
  resumes_before_pause: 'Eine Pause endet nach ihrem Beginn.',
  retention_too_short:
    'Bei Ereignissen, die {0} Tage alt und {1} Minuten voraus sein dürfen, mindestens {2} Tage.',
  thresholds_not_ascending: 'Jede Schwelle ist höher als die davor.',
  tier_bound_missing: 'Sagen Sie, bis wohin diese Stufe reicht.',
  tiers_not_ascending: 'Jede Stufe reicht weiter als die davor.',
  too_few: 'Mindestens eines.',
  too_long: 'Höchstens {0} Zeichen.',
  too_short: 'Mindestens ein sichtbares Zeichen.',
  unknown_field: 'Das gibt es hier nicht.',
  unknown_price: 'Diesen Preis hat der Tarif nicht.',
  unknown_subscription: 'Ein solches Abo gibt es hier nicht.',
  wrong_password: 'Das ist nicht Ihr Passwort.',
};
