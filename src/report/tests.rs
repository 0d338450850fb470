//! Every format against results made by hand.

use crate::store::Finding;

/// Makes a finding of a relation.
pub fn finding(relation: &str, entity: &str, readings: &str) -> Finding {
    let severity = ["incomparable", "agree", "attribution", "precision", "scope", "variant", "update", "contradiction"]
        .iter()
        .position(|r| *r == relation)
        .unwrap();
    Finding {
        finding_id: format!("{:0>8}", format!("{severity}bcdf")),
        entity: entity.into(),
        attribute: "troops_deployed".into(),
        kind: "quantity".into(),
        relation: relation.into(),
        readings: readings.into(),
        n_readings: readings.split(" | ").count(),
        n_documents: 5,
        n_sources: 5,
        n_origins: 3,
        first_on: Some("2024-10-24".into()),
        last_on: Some("2025-04-28".into()),
        status: "open".into(),
        is_new: true,
        is_changed: false,
        reason: "disjoint_values".into(),
        severity: severity as i64,
        entity_kind: "place".into(),
        label: "troops deployed".into(),
        explanation: "the values cannot both be right".into(),
        topic_id: 1,
        gap: None,
    }
}
