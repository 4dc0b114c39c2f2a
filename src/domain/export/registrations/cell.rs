//! Cells that no spreadsheet takes for a formula.

/// What a formula begins with; spreadsheets of some countries take the wide forms too.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The cell, with an apostrophe where a spreadsheet would run it: where it, or a part behind a semicolon, a tab
/// or a line break, begins with one of [`SIGNS`]. Where a country's lists are parted by semicolons, a
/// spreadsheet parts the cell there, whatever quotes it has.
pub(super) fn safe(cell: &str) -> String {
    let mut safe = String::with_capacity(cell.len());
    if cell.starts_with(['\t', '\r', '\n']) {
        safe.push('\'');
    }
    let mut begins = true;
    for letter in cell.chars() {
        if begins && SIGNS.contains(&letter) {
            safe.push('\'');
        }
        let parts = matches!(letter, ';' | '\t' | '\r' | '\n');
        begins = parts || (begins && (letter.is_whitespace() || letter == '"'));
        safe.push(letter);
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{SIGNS, safe};
    use proptest::prelude::*;

    #[test]
    fn formulas_are_defused_and_the_rest_stays() {
        for dangerous in
            ["=1+1", "+1", "-1", "@SUM(A1)", "＝cmd", "\ta", "\ra", "=HYPERLINK(\"x\")"]
        {
            assert_eq!(safe(dangerous), format!("'{dangerous}"));
        }
        assert_eq!(safe("a;=1+1;b; -2"), "a;'=1+1;b; '-2");
        assert_eq!(safe("a;\"=1"), "a;\"'=1");
        assert_eq!(safe("\t=1"), "'\t'=1");
        for fine in ["", "Ada", "a=b", "1-2", "a; b", "'=1", "ünï"] {
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
                prop_assert!(!cell.starts_with(['\t', '\r', '\n']));
                for part in cell.split([';', '\t', '\r', '\n']) {
                    prop_assert!(!part.trim_start().starts_with(SIGNS));
                }
            }
        }
    }
}
