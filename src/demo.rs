//! stub
use crate::domain::Core;
use crate::kernel::error::Failure;
/// x
pub async fn load(_core: &Core) -> Result<String, Failure> {
    Ok(String::new())
}
