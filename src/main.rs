fn main() {
    println!("{:?}", eframe::Renderer::default() as u8);
}
