//! Cells that no spreadsheet takes for a formula.

/// The cell, defused by an apostrophe where a spreadsheet would run it: where it begins with `=`, `+`,
/// `-`, `@`, a tab or a line break.
pub(super) fn safe(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::safe;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_defused_and_the_rest_stays() {
        for dangerous in
            ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=HYPERLINK(\"x\")"]
        {
            assert_eq!(safe(dangerous), format!("'{dangerous}"));
        }
        for fine in ["", "Ada", "a=b", "1-2", "'=1", "ünï"] {
            assert_eq!(safe(fine), fine);
        }
    }

    proptest! {
        #[test]
        fn whatever_the_cell_it_is_read_back_and_begins_no_formula(cells in prop::collection::vec(".{0,20}", 1..5)) {
            let safe: Vec<String> = cells.iter().map(|cell| safe(cell)).collect();
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&safe).unwrap();
            let text = writer.into_inner().unwrap();
            // Below a head, as in the table: a mark of the byte order is one at the very beginning alone.
            let text = [b"head\n".as_slice(), &text].concat();
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(&text[..]);
            let read = reader.records().next().unwrap().unwrap();
            prop_assert_eq!(read.iter().collect::<Vec<_>>(), safe);
            for cell in &read {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
            }
        }
    }
}
